import{e as o}from"./chunk-SALFVLR2.js";function f(e){o(()=>{document.title=`${e} \xB7 Flow`},[e])}export{f as a};
