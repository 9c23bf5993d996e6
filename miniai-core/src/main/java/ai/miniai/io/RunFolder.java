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
import org.apiguardian.api.API;

/**
 * A folder for the files of one run. It is locked until this object is closed, because two runs
 * would overwrite each other's results. Opening it creates the folder and tests that it is
 * writable, so that a wrong folder is reported before a training run and not after it.
 *
 * <p>The lock is a lock of the operating system on the file {@value #LOCK}, whose text says who
 * holds it. It ends with the process, however that ends, so a killed process does not block anyone.
 * Within this process the lock belongs to the thread: code that the thread calls may open the
 * folder again. The lock file is emptied but not deleted: deleting it would allow two processes to
 * lock two files of the same name.
 */
@API(status = API.Status.INTERNAL)
public final class RunFolder implements AutoCloseable {
  static final String LOCK = ".miniai.lock";

  /** Far behind the text, so that other processes can read the text on Windows too. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  /** The folders locked by this process: the system's locks keep out other processes only. */
  private static final Map<Path, Holder> HELD = new HashMap<>();

  private final Holder holder;
  private boolean closed;

  /** A locked folder; one thread has opened it, once or more. */
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
   * Creates {@code folder} if it does not exist, and locks it.
   *
   * @throws IOException if it cannot be created or written to, or if a run of another process or
   *     thread has locked it; the message says which, and what to do
   */
  public static RunFolder open(Path folder) throws IOException {
    boolean interrupted =
        Thread.interrupted(); // an interrupt would close the file; it is meant for the run
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
      return false; // locked by a copy of this class in another class loader
    } catch (IOException none) {
      return true; // on a file system without locks other processes cannot be detected
    }
  }

  /** The text of the lock file; if it is empty, it is just being written. */
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

  /** Unlocks the folder. Closing it twice is harmless. */
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
        // The lock is released all the same; only the name of its former owner remains.
      }
    }
  }
}
