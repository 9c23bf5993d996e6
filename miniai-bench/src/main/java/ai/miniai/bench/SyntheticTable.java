package ai.miniai.bench;

import static com.google.common.base.Preconditions.checkElementIndex;

import ai.miniai.data.Sample;
import ai.miniai.data.StackingDataset;
import ai.miniai.tensor.HostArray;
import java.util.List;
import java.util.Random;

/** Random rows of a table: float32 features in [0, 1), and two classes. */
final class SyntheticTable implements StackingDataset {
  static final int FEATURES = 20;
  static final int CLASSES = 2;

  private final float[] features;
  private final byte[] labels;

  SyntheticTable(int size) {
    Random random = new Random(1);
    features = new float[size * FEATURES];
    for (int i = 0; i < features.length; i++) {
      features[i] = random.nextFloat();
    }
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
    float[] row = new float[FEATURES];
    copyRow(checkElementIndex(index, size(), "index of the row"), row, 0);
    return Sample.of(row, new long[] {FEATURES}, labels[index]);
  }

  @Override
  public List<HostArray> stack(int... indices) {
    float[] rows = new float[indices.length * FEATURES];
    long[] classes = new long[indices.length];
    for (int i = 0; i < indices.length; i++) {
      copyRow(indices[i], rows, i);
      classes[i] = labels[indices[i]];
    }
    return List.of(
        new HostArray.Floats(rows, indices.length, FEATURES),
        new HostArray.Longs(classes, indices.length));
  }

  private void copyRow(int row, float[] target, int targetRow) {
    System.arraycopy(features, row * FEATURES, target, targetRow * FEATURES, FEATURES);
  }
}
