package ai.miniai.libtorch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch's part in {@code ./miniai bench}: trains when it is told to, and sleeps on its input in
 * between. Input: lines {@code run STEPS} or {@code run STEPS LAYER}; the answer to each is {@code
 * img/s RATE}.
 */
public final class LibtorchProgram {
  private LibtorchProgram() {}

  /**
   * Arguments: the number of threads, then {@code layers}, or a network, its batch size and its
   * learning rate.
   */
  public static void main(String... arguments) throws IOException {
    torch.set_num_threads(Integer.parseInt(arguments[0]));
    torch.manual_seed(1);
    Task task = task(arguments);
    var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      String[] words = line.split(" ", 3);
      int steps = Integer.parseInt(words[1]);
      System.out.println("img/s " + task.itemsPerSecond(steps, words.length > 2 ? words[2] : ""));
    }
  }

  private static Task task(String... arguments) {
    return arguments[1].equals("layers")
        ? new LayerTask()
        : new Training(
            arguments[1], Integer.parseInt(arguments[2]), Double.parseDouble(arguments[3]));
  }
}
