import path from 'node:path';

interface Registry {
  /** For people. */
  title: string;
  /** The environment variable that its tool reads the access token from. */
  secret: string;
  /** The tool's program in node_modules. */
  program: string;
}

/** The places where VS Code and its relatives look for extensions. */
export const registries = {
  marketplace: { title: 'the Visual Studio Marketplace', secret: 'VSCE_PAT', program: '@vscode/vsce/vsce' },
  'open-vsx': { title: 'Open VSX', secret: 'OVSX_PAT', program: 'ovsx/bin/ovsx' },
} as const satisfies Record<string, Registry>;

export type RegistryName = keyof typeof registries;

/** Either a Node program to run with these arguments, or why nothing is published. */
export type PublishPlan = { args: string[]; skipped?: never } | { args?: never; skipped: string };

/**
 * How packages that were made before are published. What is there already is left alone, so that a release that
 * was interrupted can be started again.
 *
 * @param packages paths of the .vsix files
 * @param env where the access token lies; it is not put into the arguments, which others can read
 * @param nodeModules the folder of the tools
 */
export function publishPlan(
  name: RegistryName,
  packages: readonly string[],
  env: NodeJS.ProcessEnv,
  nodeModules: string,
): PublishPlan {
  const { title, secret, program } = registries[name];
  if ((env[secret] ?? '') === '') {
    return {
      skipped: `Nothing was published to ${title}: the secret ${secret} is not set. CONTRIBUTING.md says where to get it.`,
    };
  }
  return {
    args: [path.join(nodeModules, program), 'publish', '--skip-duplicate', '--packagePath', ...packages],
  };
}
