package ai.miniai.examples;

import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;

/** A slice of the real data, for tests that only have to run. */
final class SmallData {
  private SmallData() {}

  /** 8 training batches of 64 images and 2 validation batches of 128. */
  static DataLoaders loaders() {
    FashionMnist images = FashionMnist.load();
    return DataLoaders.of(images.train().subset(0, 512), images.valid().subset(0, 256), 64);
  }
}
