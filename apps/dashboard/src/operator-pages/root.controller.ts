import { Controller, Get, Redirect } from '@nestjs/common'

/** The operator's port begins with the operator's page. */
@Controller()
export class RootController {
  @Get()
  @Redirect('/operator', 302)
  root(): void {}
}
