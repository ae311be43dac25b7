import{i as o}from"./chunk_22-7219c220.js";function f(e){o(()=>{document.title=`${e} \xB7 Flow`},[e])}export{f as a};
