import{i as o}from"./chunk_19-527001c6.js";function f(e){o(()=>{document.title=`${e} \xB7 Flow`},[e])}export{f as a};
