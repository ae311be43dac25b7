import{i as o}from"./chunk_21-495a5317.js";function f(e){o(()=>{document.title=`${e} \xB7 Flow`},[e])}export{f as a};
