import{f as r}from"./chunk-RHCD5VNT.js";function s({run:n}){return r("p",{children:n.run})}export{s as default};
