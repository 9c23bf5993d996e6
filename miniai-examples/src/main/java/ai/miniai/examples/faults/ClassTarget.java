package ai.miniai.examples.faults;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.HostArray;

/** What becomes of the index of a class as the target of an item. */
enum ClassTarget {
  /** A row with a 1 at the place of the class. */
  ONE_HOT {
    @Override
    HostArray of(long label, int width) {
      checkArgument(label < width, "the class %s has no place among %s outputs", label, width);
      float[] row = new float[width];
      row[(int) label] = 1;
      return new HostArray.Floats(row, width);
    }
  },
  /** A whole number. */
  INDEX {
    @Override
    HostArray of(long label, int width) {
      return new HostArray.Longs(new long[] {label});
    }
  },
  /** A row of one number. */
  NUMBER {
    @Override
    HostArray of(long label, int width) {
      return new HostArray.Floats(new float[] {label}, 1);
    }
  };

  /**
   * The target.
   *
   * @param label from 0
   * @param width the number of columns, if there are several
   */
  abstract HostArray of(long label, int width);
}
