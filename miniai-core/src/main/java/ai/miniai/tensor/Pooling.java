package ai.miniai.tensor;

import ai.miniai.kernels.Window;
import ai.miniai.kernels.WindowSide;

/** Pooling of sequences and images, also with windows that extend beyond their ends. */
final class Pooling {
  private Pooling() {}

  static Tensor average(Tensor x, Spatial spatial, Window window, boolean ceil) {
    return Promotion.floating(
        ceil && !fits(x, spatial, window)
            ? new CeilAveragePoolOp(spatial, window)
            : new PoolOp(PoolOp.Kind.AVERAGE, spatial, window),
        x);
  }

  /** Beyond the ends is minus infinity, which is never the largest value. */
  static Tensor largest(Tensor x, Spatial spatial, Window window, boolean ceil) {
    PoolOp pool = new PoolOp(PoolOp.Kind.MAX, spatial, window);
    return Promotion.floating(
        pool, ceil && !fits(x, spatial, window) ? completed(x, spatial, window) : x);
  }

  private static boolean fits(Tensor x, Spatial spatial, Window window) {
    return x.rank() == spatial.rank()
        && window.width().fits(x.size(-1))
        && (spatial == Spatial.SEQUENCES || window.height().fits(x.size(2)));
  }

  private static Tensor completed(Tensor x, Spatial spatial, Window window) {
    spatial.checkRank(x.outline());
    Promotion.checkFloating("pooling", x);
    int right = missing(window.width(), x.size(-1));
    int bottom = spatial == Spatial.SEQUENCES ? 0 : missing(window.height(), x.size(2));
    return x.pad(
        Double.NEGATIVE_INFINITY,
        bottom == 0 ? new int[] {0, right} : new int[] {0, right, 0, bottom});
  }

  /** How much longer a side must be for its last window. */
  private static int missing(WindowSide side, long length) {
    long needed = (side.ceilPlaces(length) - 1) * side.stride() + side.reach();
    return Math.toIntExact(Math.max(0, needed - length - 2L * side.padding()));
  }
}
