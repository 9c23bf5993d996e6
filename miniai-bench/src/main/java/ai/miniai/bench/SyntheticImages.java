package ai.miniai.bench;

import static com.google.common.base.Preconditions.checkElementIndex;

import ai.miniai.data.Batch;
import ai.miniai.data.Batches;
import ai.miniai.data.DataLoader;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import com.google.common.collect.ImmutableList;
import java.util.Random;

/**
 * Noise in the form of Fashion-MNIST (28×28 bytes, ten classes): as much work as the real data, and
 * nothing to download.
 */
final class SyntheticImages implements Dataset {
  static final int SIDE = 28;
  private static final int AREA = SIDE * SIDE;
  static final int CLASSES = 10;

  private final byte[] pixels;
  private final byte[] labels;

  SyntheticImages(int size) {
    Random random = new Random(1);
    pixels = new byte[size * AREA];
    random.nextBytes(pixels);
    labels = new byte[size];
    for (int i = 0; i < size; i++) {
      labels[i] = (byte) random.nextInt(CLASSES);
    }
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public Sample get(int index) {
    int from = checkElementIndex(index, size(), "index of the sample") * AREA;
    float[] image = new float[AREA];
    for (int i = 0; i < AREA; i++) {
      image[i] = (pixels[from + i] & 0xff) / 255f;
    }
    return Sample.of(image, new long[] {1, SIDE, SIDE}, labels[index]);
  }

  /** All images in batches of that size, on the device. */
  ImmutableList<Batch> batches(int batchSize) {
    try (Batches all = DataLoader.of(this, batchSize).iterate()) {
      return ImmutableList.copyOf(all);
    }
  }
}
