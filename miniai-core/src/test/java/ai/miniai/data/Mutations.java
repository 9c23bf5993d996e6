package ai.miniai.data;

import java.util.Arrays;
import java.util.Random;

/** Damages files, as bad disks, cut connections and ill will do. */
public final class Mutations {
  private static final byte[] EXTREMES = {0, 1, -1, 127, -128, 16, 64};

  private final Random random;

  /** The same seed gives the same damage. */
  public Mutations(long seed) {
    random = new Random(seed);
  }

  /** The file with one to five faults, most of them near its beginning, where headers are. */
  public byte[] damage(byte[] file) {
    byte[] damaged = file.clone();
    int faults = 1 + random.nextInt(5);
    for (int i = 0; i < faults && damaged.length > 0; i++) {
      damaged = fault(damaged);
    }
    return damaged;
  }

  private byte[] fault(byte[] bytes) {
    int reach = random.nextBoolean() ? Math.min(64, bytes.length) : bytes.length;
    int at = random.nextInt(reach);
    int length = 1 + random.nextInt(8);
    int end = Math.min(bytes.length, at + length);
    switch (random.nextInt(7)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> Arrays.fill(bytes, at, end, EXTREMES[random.nextInt(EXTREMES.length)]);
      case 3 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 4 -> { // bytes are missing
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - (end - at));
        System.arraycopy(bytes, end, shorter, at, bytes.length - end);
        return shorter;
      }
      case 5 -> { // bytes come twice
        byte[] longer = Arrays.copyOf(bytes, bytes.length + end - at);
        System.arraycopy(bytes, at, longer, end, bytes.length - at);
        return longer;
      }
      default -> { // a part comes from another place
        int from = random.nextInt(bytes.length - (end - at) + 1);
        System.arraycopy(bytes.clone(), from, bytes, at, end - at);
      }
    }
    return bytes;
  }
}
