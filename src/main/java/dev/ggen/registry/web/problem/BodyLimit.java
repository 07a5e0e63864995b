package dev.ggen.registry.web.problem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Bounds what a JSON request may bring. Archives do not come this way: they are read from the
 * request itself, under limits of their own.
 */
@ControllerAdvice
public final class BodyLimit extends RequestBodyAdviceAdapter {
  /** The longest JSON body: a hundred times what any operation needs. */
  public static final int MAX_BYTES = 64 * 1024;

  @Override
  public boolean supports(
      MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public HttpInputMessage beforeBodyRead(
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter)
      throws IOException {
    if (message.getHeaders().getContentLength() > MAX_BYTES) {
      throw new BodyTooLargeException(MAX_BYTES);
    }
    byte[] body = message.getBody().readNBytes(MAX_BYTES + 1);
    if (body.length > MAX_BYTES) {
      throw new BodyTooLargeException(MAX_BYTES);
    }
    return new Read(message.getHeaders(), new ByteArrayInputStream(body));
  }

  private record Read(HttpHeaders getHeaders, InputStream getBody) implements HttpInputMessage {}
}
