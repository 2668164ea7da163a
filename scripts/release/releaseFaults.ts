import { repositoryAddress } from '../packagedManifest.ts';
import { changelogSection } from './changelogSection.ts';

/** What a release is made of and where. */
export interface ReleaseCandidate {
  /** The name of the tag, for example `v0.1.0`. */
  tag: string;
  /** package.json, parsed. */
  manifest: Readonly<Record<string, unknown>>;
  /** CHANGELOG.md. */
  changelog: string;
  /** The address of the repository that is released from, as GitHub says it; undefined elsewhere. */
  releasedFrom?: string | undefined;
}

/**
 * Says why nothing may be released: a version can be published once only, so what it says of itself must be right.
 *
 * @returns one sentence per fault; none when all is well
 */
export function releaseFaults({ tag, manifest, changelog, releasedFrom }: ReleaseCandidate): string[] {
  const version = String(manifest['version']);
  const faults: string[] = [];
  if (tag !== `v${version}`) {
    faults.push(`The tag is ${tag}, and package.json has version ${version}: the tag must be v${version}.`);
  }
  if (changelogSection(changelog, version) === undefined) {
    faults.push(`CHANGELOG.md says nothing under a heading "## ${version}".`);
  }
  const address = repositoryAddress(manifest);
  if (releasedFrom !== undefined && address?.toLowerCase() !== releasedFrom.toLowerCase()) {
    faults.push(
      `itlab.repository in package.json is "${address ?? ''}", and this is released from ${releasedFrom}: ` +
        'the pictures and links of the README would be missing in the package, or lead elsewhere.',
    );
  }
  return faults;
}
