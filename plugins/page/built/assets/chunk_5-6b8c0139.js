import{i as o}from"./chunk_11-6b8c0139.js";function f(e){o(()=>{document.title=`${e} \xB7 Flow`},[e])}export{f as a};
