import{f as r}from"./chunk-RHCD5VNT.js";function n({run:e}){return r("p",{children:e.run})}export{n as default};
