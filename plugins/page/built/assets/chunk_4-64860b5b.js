import{i as o}from"./chunk_19-64860b5b.js";function f(e){o(()=>{document.title=`${e} \xB7 Flow`},[e])}export{f as a};
