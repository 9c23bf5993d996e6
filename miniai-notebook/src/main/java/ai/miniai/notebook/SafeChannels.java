package ai.miniai.notebook;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.util.concurrent.Uninterruptibles;
import java.lang.reflect.Field;
import java.security.GeneralSecurityException;
import org.rapaio.jupyter.kernel.channels.AbstractChannel;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.channels.LoopThread;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.RapaioKernel;

/**
 * The channels between Jupyter and a kernel, all of which listen. Two races of
 * rapaio-jupyter-kernel 3.0.1 would leave one deaf in about one start in a dozen, and Jupyter would
 * wait in vain.
 */
final class SafeChannels {
  /** The channels on which Jupyter speaks first. */
  private static final ImmutableList<String> LISTENING =
      ImmutableList.of("shell", "control", "heartbeat");

  private SafeChannels() {}

  /** Opens the channels that a connection file describes. */
  static Channels connect(RapaioKernel kernel, ConnectionProperties connection)
      throws GeneralSecurityException {
    Channels channels = new Channels(connection);
    try {
      surviveEarlyMessages(channels);
      channels.connect(kernel);
      listen(channels);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this class was written for rapaio-jupyter-kernel 3.0.1: is there another version?", e);
    }
    return channels;
  }

  /**
   * The kernel listens before it knows how to handle messages. A message that is there already ends
   * the thread that listens. With no handlers, instead of null, the message is dropped, and Jupyter
   * asks again.
   */
  private static void surviveEarlyMessages(Channels channels) throws ReflectiveOperationException {
    field(Channels.class, "handlers").set(channels, ImmutableMap.of());
  }

  /**
   * Puts threads that do listen in the place of the first ones. {@code LoopThread.start} says that
   * the thread may run only after it has begun: one that is quicker finds that it may not, and
   * ends.
   */
  static void listen(Channels channels) throws ReflectiveOperationException {
    for (String name : LISTENING) {
      AbstractChannel channel = (AbstractChannel) field(Channels.class, name).get(channels);
      Field place = field(channel.getClass(), "loopThread");
      LoopThread first = (LoopThread) place.get(channel);
      LoopThread second = again(first);
      place.set(channel, second); // so that closing the channel ends this one
      first.shutdown();
      Uninterruptibles.joinUninterruptibly(first); // two threads must not use one socket
      second.start();
    }
  }

  private static LoopThread again(LoopThread thread) throws ReflectiveOperationException {
    LoopThread again =
        new LoopThread(
            thread.getName(),
            field(LoopThread.class, "sleep").getLong(thread),
            (Runnable) field(LoopThread.class, "loopBody").get(thread));
    field(LoopThread.class, "running").setBoolean(again, true);
    return again;
  }

  private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
