#!/usr/bin/env node
// What @vscode/test-electron starts in place of the desktop's executable. Plain JavaScript, so that an old Node
// can still say what is wrong; the rest is TypeScript, which Node runs from version 24 on.
if (Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(
    `[host] This needs Node 24 or newer, and "node" is ${process.versions.node}. Start it by an npm script.\n`,
  );
  process.exit(2);
}
const { runStandIn } = await import('./standIn.ts');
process.exit(await runStandIn(process.argv.slice(2)));
