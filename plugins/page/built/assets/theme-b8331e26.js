var e=localStorage.getItem("flow-theme");(e==="dark"||e==="light")&&(document.documentElement.dataset.theme=e);
