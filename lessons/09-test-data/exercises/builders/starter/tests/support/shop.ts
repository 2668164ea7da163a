import type { NewProduct, Product } from '../../src/products.ts';
import type { NewUser, User } from '../../src/users.ts';

/** What may be stored for a test. */
export interface ShopRecords {
  users(): NewUser[];
  products(): NewProduct[];
}

/** What has been stored, with the ids by which a test can ask for it. */
export interface StoredShop {
  users: User[];
  products: Product[];
}
