package dev.ggen.libp2p.transport.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;

/** Names by the system's resolver, texts by the DNS client of the JDK. */
public final class SystemNameService implements NameService {
  private final String servers;

  /** Asks the name servers that the system is configured for. */
  public SystemNameService() {
    this("dns:");
  }

  /** Asks these servers for texts, as in {@code dns://127.0.0.1:53}. */
  SystemNameService(String servers) {
    this.servers = servers;
  }

  @Override
  public List<InetAddress> addresses(String name) throws IOException {
    return List.of(InetAddress.getAllByName(name));
  }

  @Override
  // JNDI wants a Hashtable; its DNS provider, named here, gives strings and loads nothing.
  @SuppressWarnings({"JdkObsolete", "BanJNDI"})
  public List<String> texts(String name) throws IOException {
    Hashtable<String, String> settings = new Hashtable<>();
    settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    settings.put(Context.PROVIDER_URL, servers);
    try {
      DirContext context = new InitialDirContext(settings);
      try {
        return texts(context.getAttributes(name, new String[] {"TXT"}).get("TXT"));
      } finally {
        context.close();
      }
    } catch (NamingException e) {
      throw new IOException("no TXT records of " + name + ": " + e.getMessage(), e);
    }
  }

  private static List<String> texts(@Nullable Attribute records) throws NamingException {
    List<String> texts = new ArrayList<>();
    if (records != null) {
      NamingEnumeration<?> values = records.getAll();
      while (values.hasMore()) {
        texts.add(String.valueOf(values.next()).replace("\"", ""));
      }
    }
    return texts;
  }
}
