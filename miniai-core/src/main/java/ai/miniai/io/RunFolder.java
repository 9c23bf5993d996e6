package ai.miniai.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * A folder that one run writes its files into, and nobody else until this is closed: two runs would
 * write over each other's results. The folder is made, and tried, when this is opened, so that a
 * wrong one is found before a training and not after it.
 *
 * <p>The lock is the operating system's, on the file {@value #LOCK}, which tells who holds it. It
 * ends with its process, however that ends, so what a killed one leaves behind blocks nobody. In
 * this process it belongs to the thread: what it calls may open the folder again. The file stays,
 * empty: deleting it would let two processes lock two files of the same name.
 */
public final class RunFolder implements AutoCloseable {
  static final String LOCK = ".miniai.lock";

  /** Far behind the text, so that others can read that on Windows too. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  /** Those of this process: the system's locks keep out other processes only. */
  private static final Map<Path, Holder> HELD = new HashMap<>();

  private final Holder holder;
  private boolean closed;

  /** What is open, by one thread, once or more. */
  private static final class Holder {
    final Path folder;
    final FileChannel channel;
    final Thread thread = Thread.currentThread();
    int count = 1;

    Holder(Path folder, FileChannel channel) {
      this.folder = folder;
      this.channel = channel;
    }
  }

  private RunFolder(Holder holder) {
    this.holder = holder;
  }

  /**
   * Makes {@code folder} if it is not there, and takes it.
   *
   * @throws IOException if it cannot be made or written into, or a run of another process or thread
   *     has it; the message says which, and what to do
   */
  public static RunFolder open(Path folder) throws IOException {
    boolean interrupted = Thread.interrupted(); // which would close the file; it is for the run
    try {
      return take(folder);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RunFolder take(Path folder) throws IOException {
    Path real;
    try {
      Files.createDirectories(folder);
      real = folder.toRealPath();
    } catch (IOException e) {
      throw new IOException(
          "cannot make the folder "
              + folder
              + ": "
              + (Files.exists(folder) && !Files.isDirectory(folder)
                  ? "it is a file"
                  : FileErrors.reason(e))
              + "; choose another one",
          e);
    }
    synchronized (HELD) {
      Holder ours = HELD.get(real);
      if (ours == null) {
        ours = new Holder(real, lock(folder, real));
        HELD.put(real, ours);
      } else if (ours.thread == Thread.currentThread()) {
        ours.count++;
      } else {
        throw inUse(
            folder, "a run on the thread \"" + ours.thread.getName() + "\" of this program");
      }
      return new RunFolder(ours);
    }
  }

  private static FileChannel lock(Path folder, Path real) throws IOException {
    Path file = real.resolve(LOCK);
    try {
      FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
      try {
        if (!tryLock(channel)) {
          throw inUse(folder, owner(file));
        }
        String self = "process %d on %s, since %s%n".formatted(pid(), host(), now());
        channel.truncate(0);
        AtomicFile.writeFully(channel, ByteBuffer.wrap(self.getBytes(UTF_8)));
        return channel;
      } catch (IOException | RuntimeException failure) {
        channel.close();
        throw failure;
      }
    } catch (InUseException inUse) {
      throw inUse;
    } catch (IOException e) {
      throw new IOException(
          "cannot write into the folder "
              + folder
              + ": "
              + FileErrors.reason(e)
              + "; choose another one",
          e);
    }
  }

  private static boolean tryLock(FileChannel channel) {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false) != null;
    } catch (OverlappingFileLockException here) {
      return false; // by another class loader's copy of this class
    } catch (IOException none) {
      return true; // a file system without locks cannot tell of others
    }
  }

  /** What the lock file says; an empty one is being written. */
  private static String owner(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("another process");
    } catch (IOException unknown) {
      return "another process";
    }
  }

  private static IOException inUse(Path folder, String owner) {
    return new InUseException(
        "the folder %s is in use by %s: wait for its end or stop it, or choose another folder"
            .formatted(folder, owner));
  }

  private static final class InUseException extends IOException {
    private static final long serialVersionUID = 1;

    InUseException(String message) {
      super(message);
    }
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException unknown) {
      return "an unknown host";
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Lets others have the folder. Closing it twice is harmless. */
  @Override
  public void close() {
    synchronized (HELD) {
      if (closed) {
        return;
      }
      closed = true;
      if (--holder.count > 0) {
        return;
      }
      HELD.remove(holder.folder);
      try (FileChannel channel = holder.channel) {
        channel.truncate(0);
      } catch (IOException letGo) {
        // The lock is let go of all the same; only the name of who had it stays.
      }
    }
  }
}
