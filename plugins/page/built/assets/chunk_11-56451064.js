import{e as o}from"./chunk_10-56451064.js";function f(e){o(()=>{document.title=`${e} \xB7 Flow`},[e])}export{f as a};
