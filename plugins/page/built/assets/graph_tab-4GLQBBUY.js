import{f as r}from"./chunk-RHCD5VNT.js";function t({run:n}){return r("p",{children:n.run})}export{t as default};
