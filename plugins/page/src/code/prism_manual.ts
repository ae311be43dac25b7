// Prism highlights what it finds in a page by itself, as HTML, unless it is told otherwise first.
Object.assign(globalThis, { Prism: { manual: true, disableWorkerMessageHandler: true } });
