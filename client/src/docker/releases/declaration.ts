import type { ComposedFiles, DeclaredService, ProjectDeclaration } from '../../../../server/src/inspectionProtocol';

/** What the workspace's files say of a service. */
export type Declaration =
  | {
      readonly kind: 'declared';
      readonly service: DeclaredService;
      /** By the labels that compose writes, or only by the project's name. */
      readonly by: 'labels' | 'name';
      /** What the server is to be told to see the same project. */
      readonly composed?: ComposedFiles;
    }
  | { readonly kind: 'orphan'; readonly files: readonly string[] }
  /** `path`: the file that should declare it and is not here; null where nothing says which it is. */
  | { readonly kind: 'unknown'; readonly path: string | null };

export type { ProjectDeclaration };
