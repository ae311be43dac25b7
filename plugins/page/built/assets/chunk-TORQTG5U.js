import{e as o}from"./chunk-3I4BIODP.js";function f(e){o(()=>{document.title=`${e} \xB7 Flow`},[e])}export{f as a};
