package ai.miniai.spark;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Checks what goes to the tasks before Spark does: its own message hides the reason. */
final class Sendable {
  private Sendable() {}

  /**
   * Serializes {@code function}, for nothing.
   *
   * @throws IllegalArgumentException if that is not possible; the message names the class
   */
  static void check(Object function, String name) {
    try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      out.writeObject(function);
    } catch (NotSerializableException e) {
      throw new IllegalArgumentException(
          "the %s cannot be sent to the tasks, because it uses a %s from outside, which is not"
                  .formatted(name, e.getMessage())
              + " serializable: use local variables that are, and static methods (an anonymous class"
              + " in a method that is not static uses its object)",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
