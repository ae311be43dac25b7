import{f as r}from"./chunk-RHCD5VNT.js";function n({task:e}){return r("p",{children:e.number})}export{n as default};
