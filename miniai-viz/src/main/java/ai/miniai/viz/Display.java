package ai.miniai.viz;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows figures, and finds out whether there is a display. AWT trusts the variable DISPLAY. If the
 * display no longer exists (a terminal session can outlive its window), or if the Java runtime has
 * no support for windows, AWT then draws nothing at all, not even into a file. So this is checked
 * before AWT is first used.
 */
final class Display {
  private static final String HEADLESS = "java.awt.headless";
  private static final Pattern NAME = Pattern.compile("(.*):(\\d+)(\\.\\d+)?");
  private static final int PORTS = 6000;
  private static final int PATIENCE = 1000;

  private Display() {}

  /** Switches AWT to headless mode if there is no display, unless the user has set the mode. */
  static void prepare() {
    String name = System.getenv("DISPLAY");
    boolean linux = "Linux".equals(System.getProperty("os.name"));
    if (linux && name != null && System.getProperty(HEADLESS) == null) {
      if (!hasWindows() || !isReachable(name)) {
        System.setProperty(HEADLESS, "true");
      }
    }
  }

  /** Shows a figure where the program runs: with a {@link FigureViewer}, or else in a window. */
  static void show(Figure figure, String title) {
    // Not the thread's class loader: that of a notebook's cell changes with each cell.
    ClassLoader loader = FigureViewer.class.getClassLoader();
    for (FigureViewer viewer : ServiceLoader.load(FigureViewer.class, loader)) {
      if (viewer.show(figure)) {
        return;
      }
    }
    Screen.show(figure.image(), title);
  }

  private static boolean hasWindows() {
    String library = System.mapLibraryName("awt_xawt");
    return Files.exists(Path.of(System.getProperty("java.home"), "lib", library));
  }

  /**
   * Whether a display answers at {@code name}, in the form of DISPLAY: {@code :0}, {@code
   * host:10.0}.
   */
  static boolean isReachable(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      return false;
    }
    String host = parts.group(1);
    try {
      int number = Integer.parseInt(parts.group(2));
      if (host.isEmpty() || host.equals("unix")) {
        Path socket = Path.of("/tmp/.X11-unix/X" + number);
        SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
      } else {
        try (Socket socket = new Socket()) {
          InetAddress address = InetAddress.getByName(host);
          socket.connect(new InetSocketAddress(address, PORTS + number), PATIENCE);
        }
      }
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
