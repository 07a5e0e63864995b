package dev.ggen.registry.app;

import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.web.filter.RequestContextFilter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What of Tomcat has no key in {@code application.yml}. */
@Configuration(proxyBeanMethods = false)
class HttpServer implements WebMvcConfigurer {
  /** Documents check themselves; looking for annotations would only make the start longer. */
  @Override
  public Validator getValidator() {
    return new Validator() {
      @Override
      public boolean supports(Class<?> type) {
        return false;
      }

      @Override
      public void validate(Object target, Errors errors) {
        throw new IllegalStateException("It supports nothing.");
      }
    };
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcat() {
    return factory -> {
      factory.addConnectorCustomizers(connector -> {
        // The slash of a scoped name may come encoded; it is one character of the name then.
        connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
          // Who is refused hears it before sending an archive (Expect: 100-continue).
          http.setContinueResponseTiming("onRead");
        }
      });
      factory.addContextCustomizers(context -> {
        if (context.getParent() instanceof StandardHost host) {
          host.setErrorReportValveClass(ProblemReportValve.class.getName());
        }
      });
    };
  }

  /** The dispatcher keeps the request's context itself; nothing before it asks for one. */
  @Bean
  FilterRegistrationBean<RequestContextFilter> requestContextFilter() {
    FilterRegistrationBean<RequestContextFilter> registration =
        new FilterRegistrationBean<>(new RequestContextFilter());
    registration.setEnabled(false);
    return registration;
  }
}
