import{e as o}from"./chunk_13-a43c7026.js";function f(e){o(()=>{document.title=`${e} \xB7 Flow`},[e])}export{f as a};
