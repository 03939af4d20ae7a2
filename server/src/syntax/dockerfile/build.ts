/** What a service of a compose file tells the build of a Dockerfile. Source: compose build specification. */
export interface Build {
  /** The name of the service. */
  readonly service: string;
  /** The absolute path of the compose file; null for the file that holds the Dockerfile itself. */
  readonly file: string | null;
  /** The absolute path of the folder that it copies from; null where that is not known here. */
  readonly context: string | null;
  /** The stage that it ends with; null for the last one. */
  readonly target: string | null;
  /** Values of ARGs; one whose value is not known is left out. */
  readonly args: ReadonlyMap<string, string>;
  /** The names of its additional contexts. */
  readonly contexts: ReadonlySet<string>;
  /** The names of the labels that it gives the image. */
  readonly labels: ReadonlySet<string>;
  /** Whether nothing else can build the Dockerfile, so that its values win over the defaults there. */
  readonly isOnly: boolean;
}
