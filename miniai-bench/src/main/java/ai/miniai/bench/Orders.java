package ai.miniai.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.IntToDoubleFunction;

/** The child's side of a {@link ChildContender}: waits for its input between its turns. */
final class Orders {
  private Orders() {}

  /**
   * Reports that it is ready, and executes orders until the input ends.
   *
   * @param imagesPerSecond trains for this many steps, and returns the speed
   */
  static void follow(IntToDoubleFunction imagesPerSecond) throws IOException {
    var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      int steps = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
      System.out.println("img/s " + imagesPerSecond.applyAsDouble(steps));
    }
  }
}
