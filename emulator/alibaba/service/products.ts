import { ALIKAFKA } from '../alikafka/product.ts';
import { ECS } from '../ecs/product.ts';
import { KMS } from '../kms/product.ts';
import { STS } from '../sts/product.ts';
import { VPC } from '../vpc/product.ts';
import type { Operation, Product } from './operation.ts';
import { notFound, type Refusal } from './refusal.ts';

/** The APIs on this server, told apart by their versions. */
const PRODUCTS: readonly Product[] = [ALIKAFKA, STS, VPC, ECS, KMS];

/** An operation and its product. */
export interface FoundOperation {
  readonly product: Product;
  readonly operation: Operation;
}

/** An operation, or why there is none. */
export type Found =
  | ({ readonly ok: true } & FoundOperation)
  | { readonly ok: false; readonly refusal: Refusal };

/** Looks up an action. Without a version it is one of alikafka's. */
export function findOperation(action: string, version: string = ALIKAFKA.version): Found {
  const product = productOf(version);
  if (product === undefined) {
    return { ok: false, refusal: notFound('InvalidVersion', 'Specified parameter Version is not valid.') };
  }
  const operation = Object.hasOwn(product.operations, action) ? product.operations[action] : undefined;
  return operation === undefined ? { ok: false, refusal: NO_ACTION } : { ok: true, product, operation };
}

/** The product whose API has this version, if any. */
export function productOf(version: string = ALIKAFKA.version): Product | undefined {
  return PRODUCTS.find((each) => each.version === version);
}

const NO_ACTION = notFound(
  'InvalidAction.NotFound',
  'Specified api is not found, please check your url and method.',
);
