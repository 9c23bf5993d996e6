package ai.miniai.parallel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A rank in a process of its own: prints its address, reads those of all, sums rows, and prints the
 * median time of each length in microseconds. As last word it waits to be killed.
 */
final class Peer {
  static final String SECRET = "for this test only";
  private static final int WARM_UP = 30;

  private Peer() {}

  public static void main(String... args) throws Exception {
    int rank = Integer.parseInt(args[0]);
    int times = Integer.parseInt(args[1]);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (Rendezvous here = Rendezvous.listen("127.0.0.1", SECRET)) {
      System.out.println(here.address());
      List<String> addresses = Splitter.on(',').splitToList(in.readLine());
      try (AllReduce ranks = here.connect(rank, addresses, Duration.ofSeconds(20))) {
        for (int length : new int[] {1, 30_000, 1_200_000}) {
          System.out.println(length + " " + median(ranks, length, times));
        }
        System.out.println("done");
        in.readLine();
      }
    }
  }

  private static long median(AllReduce ranks, int length, int times) {
    float[] row = new float[length];
    long[] micros = new long[times];
    for (int i = -Math.min(WARM_UP, times); i < times; i++) {
      Arrays.fill(row, ranks.rank() + 1);
      long start = System.nanoTime();
      ranks.sum(row);
      if (i >= 0) {
        micros[i] = (System.nanoTime() - start) / 1000;
      }
    }
    float wanted = ranks.size() * (ranks.size() + 1) / 2f;
    if (row[0] != wanted || row[length - 1] != wanted) {
      throw new IllegalStateException("the sum is " + row[0] + ", not " + wanted);
    }
    Arrays.sort(micros);
    return micros[times / 2];
  }
}
