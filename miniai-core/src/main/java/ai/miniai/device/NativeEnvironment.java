package ai.miniai.device;

import static com.google.common.base.Preconditions.checkState;

import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The environment variables that native libraries of this process see. Java cannot call {@code
 * setenv}. But JavaCPP, which ND4J uses to load its native libraries, can find the C library's
 * variable {@code environ}, and POSIX allows a program to point it to a list of its own.
 */
final class NativeEnvironment {
  private NativeEnvironment() {}

  /**
   * Adds a variable that does not exist yet. The new list and its text are never freed, because
   * native code may keep pointers to them.
   *
   * @throws IllegalStateException if the C library has no symbol for its environment
   * @throws LinkageError if JavaCPP's native libraries are not on the classpath
   */
  static void put(String name, String value) {
    Loader.load(org.bytedeco.javacpp.presets.javacpp.class);
    Pointer symbol = Loader.addressof("__environ"); // the name that the C library itself uses
    checkState(symbol != null, "the C library has no __environ");
    PointerPointer<Pointer> environ = new PointerPointer<>(symbol);
    Pointer current = environ.get(0);
    PointerPointer<Pointer> old = new PointerPointer<>(current);
    long count = 0;
    while (current != null && old.get(count) != null) {
      count++;
    }
    int word = Loader.sizeof(Pointer.class);
    PointerPointer<Pointer> grown = new PointerPointer<>(Pointer.malloc((count + 2) * word));
    for (long i = 0; i < count; i++) {
      grown.put(i, old.get(i));
    }
    grown.put(count, text(name + "=" + value));
    grown.put(count + 1, (Pointer) null);
    environ.put(0, grown); // a single write: concurrent readers see the old list or the new one
  }

  private static BytePointer text(String entry) {
    byte[] bytes = (entry + '\0').getBytes(StandardCharsets.UTF_8);
    return new BytePointer(Pointer.malloc(bytes.length)).put(bytes, 0, bytes.length);
  }
}
