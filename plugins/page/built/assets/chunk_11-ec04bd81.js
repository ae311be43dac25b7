import{e as o}from"./chunk_10-ec04bd81.js";function f(e){o(()=>{document.title=`${e} \xB7 Flow`},[e])}export{f as a};
