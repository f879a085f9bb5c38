import { BaseSequencer, type TestSpecification } from 'vitest/node'

// What starts servers, browsers and clones takes up to minutes a file, however short the file is.
const WHOLE_PRODUCT =
  /\/apps\/server\/tests\/|\/packages\/testing\/.*\.(pg|browser)\.test\.ts$|\/apps\/cli\/.*\.test\.ts$/

/** Begins with the files that take long, so that at the end no worker waits for the other's last one. */
export class ProductsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const whole = (file: TestSpecification) => WHOLE_PRODUCT.test(file.moduleId)
    return [...sorted.filter(whole), ...sorted.filter((file) => !whole(file))]
  }
}
