/** Which documents the server gets. */
export interface DocumentPattern {
  readonly scheme: string;
  readonly language?: string;
  readonly pattern?: string;
}

/**
 * All YAML, for any may be extended or included by a compose file; the server looks at the name. And the files that
 * compose takes variables from, so that what is typed there counts before it is saved. `named`: the glob patterns of
 * the settings.
 */
export function documentSelector(named: readonly string[]): DocumentPattern[] {
  return [
    ...SCHEMES.flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language }))),
    ...byPath([DOCKERFILE_NAMES, '.env', ...named]),
  ];
}

/** Files that the settings name. A pattern there is for the end of a path. */
export function byPath(patterns: readonly string[]): DocumentPattern[] {
  return patterns.map((pattern) => ({ scheme: 'file', pattern: belowAnything(pattern) }));
}

function belowAnything(pattern: string): string {
  return pattern.startsWith('/') || pattern.startsWith('**/') ? pattern : `**/${pattern}`;
}

const SCHEMES = ['file', 'untitled'];
const LANGUAGES = ['dockerfile', 'dockercompose', 'yaml'];

/** Dockerfiles that the editor does not take for any, such as `DockerfileAlpine`. */
const DOCKERFILE_NAMES = '{[Dd]ocker,[Cc]ontainer}file*';
