package ai.miniai.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.IntToDoubleFunction;

/** The child's side of a {@link ChildContender}: sleeps on its input between its turns. */
final class Orders {
  private Orders() {}

  /**
   * Says that it is ready, and follows orders until there are no more.
   *
   * @param imagesPerSecond trains for so many steps, and says how fast it was
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
