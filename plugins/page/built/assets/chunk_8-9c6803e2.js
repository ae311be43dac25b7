import{i as o}from"./chunk_22-9c6803e2.js";function f(e){o(()=>{document.title=`${e} \xB7 Flow`},[e])}export{f as a};
