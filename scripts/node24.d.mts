interface OwnNode {
  readonly versions: { readonly node: string };
  readonly execPath: string;
  readonly platform: string;
  readonly arch: string;
}

export declare const OLDEST: string;
export declare function runsAction(version: string): boolean;
export declare function node24(own?: OwnNode, folder?: string): string;
export declare function node24Environment(): NodeJS.ProcessEnv;
export declare function isMain(url: string): boolean;
export declare function scriptOf(command: string): string;
