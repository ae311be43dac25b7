@echo off
setlocal
if not defined FLOW_CACHE set "FLOW_CACHE=%LOCALAPPDATA%\flow"
set "DENO_DIR=%FLOW_CACHE%\deno-@DENO@"
set DENO_NO_UPDATE_CHECK=1
"%~dp0deno.exe" run -A --quiet --no-config --no-lock --node-modules-dir=none --unstable-worker-options "%~dp0lib\main.js" %*
