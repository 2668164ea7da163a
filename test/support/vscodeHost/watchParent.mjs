// Loaded into the VS Code server before anything else (node --import). Its standard input is a pipe from the
// process that started it; when that process is killed outright, the pipe closes and the server, which leads
// its process group, ends the group. The extension host inherits the option but has no such pipe.
if (process.argv[1]?.endsWith('server-main.js')) {
  const endGroup = () => {
    process.kill(-process.pid, 'SIGKILL');
  };
  process.stdin.on('end', endGroup);
  process.stdin.on('error', endGroup);
  process.stdin.resume();
}
