import { listRulesAndActions } from '../../server/lint.ts';
import { exitStatus, printJson, type Environment } from '../environment.ts';

/** Every diagnostic and code action. */
export function rules(environment: Environment, options: { readonly json: boolean }): number {
  const entries = listRulesAndActions();
  if (options.json) printJson(environment, entries);
  else for (const { id, kind, title } of entries) environment.out(`${kind.padEnd(10)}  ${id}  ${title}\n`);
  return exitStatus.good;
}
