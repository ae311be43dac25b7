import{i as o}from"./chunk_20-b8331e26.js";function f(e){o(()=>{document.title=`${e} \xB7 Flow`},[e])}export{f as a};
