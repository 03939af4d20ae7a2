import type { ComposedFiles, DeclaredService } from '../../../server/src/inspectionProtocol';
import type { Service } from '../docker/releases/model';
import { referenceParts } from './referenceParts';
import { undeclaredWords } from './undeclaredWords';

/** A service whose file can be given an earlier digest. */
export type RollBackSubject =
  | {
      readonly ok: true;
      readonly declared: DeclaredService;
      /** The files that declare it together, as the server is to be told. */
      readonly composed?: ComposedFiles;
      /** The repository, as the file names it. */
      readonly name: string;
      /** References with a tag alone, whose record may know more: that of the file, those that run. */
      readonly tags: readonly string[];
      /** Digests that lead nowhere else: that of the file, and those of what runs. */
      readonly leftOut: readonly string[];
    }
  /** Why there is none, and what to do. */
  | { readonly ok: false; readonly message: string };

export function rollBackSubject(service: Service): RollBackSubject {
  const { name, declaration, releases } = service;
  if (declaration.kind !== 'declared') {
    return { ok: false, message: undeclaredWords(service, declaration) };
  }
  const { service: declared, composed } = declaration;
  if (declared.build || !declared.image) {
    const message = `${name} is built from its file: to roll it back, check out the earlier commit and build it again. With an image from a registry, an earlier digest would do.`;
    return { ok: false, message };
  }
  const { reference, text } = declared.image;
  if (reference === null) {
    return {
      ok: false,
      message: `The file names ${text} for ${name}, and what that is cannot be known here.`,
    };
  }
  const named = referenceParts(reference);
  const started = releases.flatMap(({ containers }) => containers.flatMap((each) => each.reference ?? []));
  const tags = [named, ...started.map(referenceParts)].flatMap((parts) =>
    parts.tag === null ? [] : [`${parts.name}:${parts.tag}`],
  );
  // While one release replaces another, either may be the one to go back to.
  const current = releases.length === 1 ? releases.flatMap(digests) : [];
  const own = named.digest === null ? [] : [named.digest];
  return {
    ...{ ok: true, declared, ...(composed && { composed }) },
    ...{ name: named.name, tags: [...new Set(tags)], leftOut: [...current, ...own] },
  };
}

function digests({ digest }: Service['releases'][number]): readonly string[] {
  if (!digest.known) return [];
  return [digest.digest, ...digest.others, ...(digest.manifest === null ? [] : [digest.manifest])];
}
