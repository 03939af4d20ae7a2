/** What the editor knows of a document, or of a file. */
export interface NamedFile {
  /** Null where only the path is known. */
  readonly language: string | null;
  readonly path: string;
}

/**
 * What commands take a file for, by its language and its name; null where they have nothing to do in it. The server,
 * which reads it, has the last word.
 */
export function imageFileKind({ language, path }: NamedFile): 'dockerfile' | 'compose' | null {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  if (language === 'dockercompose' || COMPOSE.test(name)) return 'compose';
  if (language === 'dockerfile') return 'dockerfile';
  return language === 'plaintext' && DOCKERFILE.test(name) ? 'dockerfile' : null;
}

/** A glob pattern that finds all compose files by name, and some others. */
export const PERHAPS_COMPOSE = '**/*[cC]ompose*.{yml,yaml,YML,YAML}';

const COMPOSE = /^(?:.*[._-])?(?:compose(?:[._\d-].*)?|docker[._-]?compose.*)\.ya?ml$/i;
const DOCKERFILE = /^(?:docker|container)file/i;
