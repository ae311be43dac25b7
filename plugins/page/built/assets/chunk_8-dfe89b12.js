import{i as o}from"./chunk-dfe89b12.js";function f(e){o(()=>{document.title=`${e} \xB7 Flow`},[e])}export{f as a};
