import{g as o}from"./chunk_7-c8a29218.js";function f(e){o(()=>{document.title=`${e} \xB7 Flow`},[e])}export{f as a};
