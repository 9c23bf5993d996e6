package ai.miniai.data.fashion;

import com.google.common.collect.ImmutableList;

/** Names, sizes and checksums of the four files of Fashion-MNIST. */
final class FashionMnistFiles {
  static final DataFile TRAIN_IMAGES =
      new DataFile(
          "train-images-idx3-ubyte",
          47_040_016,
          "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888");
  static final DataFile TRAIN_LABELS =
      new DataFile(
          "train-labels-idx1-ubyte",
          60_008,
          "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9");
  static final DataFile TEST_IMAGES =
      new DataFile(
          "t10k-images-idx3-ubyte",
          7_840_016,
          "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b");
  static final DataFile TEST_LABELS =
      new DataFile(
          "t10k-labels-idx1-ubyte",
          10_008,
          "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34");

  static final ImmutableList<DataFile> ALL =
      ImmutableList.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS);

  private FashionMnistFiles() {}
}
