import{n as e}from"./chunk_20-b8331e26.js";var t,a=e(Date.now(),{watched(){a.value=Date.now(),t=setInterval(()=>a.value=Date.now(),1e3)},unwatched:()=>clearInterval(t)});export{a};
