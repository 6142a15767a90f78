import { casePage } from './casework/CasePage.tsx'
import { correctionPage } from './casework/CorrectionPage.tsx'
import { myCasesPage } from './casework/MyCasesPage.tsx'
import { progressPage } from './casework/ProgressPage.tsx'
import { seenPage } from './casework/SeenPage.tsx'
import { guidePage } from './catalogue/GuidePage.tsx'
import { homePage } from './catalogue/HomePage.tsx'
import { itemsPage } from './catalogue/ItemsPage.tsx'
import { versionPage, versionsPage } from './catalogue/VersionPages.tsx'
import { limitsPage } from './clock/LimitsPage.tsx'
import { whyPage } from './clock/WhyPage.tsx'
import { entriesPage } from './finder/guided/EntriesPage.tsx'
import { stepPage } from './finder/guided/StepPage.tsx'
import { methodPage } from './finder/MethodPage.tsx'
import { delegationsPage } from './identity/DelegationsPage.tsx'
import { elderPage } from './identity/ElderSwitch.tsx'
import { enrolPage, signUpPage } from './identity/EnrolPages.tsx'
import { mePage } from './identity/MePage.tsx'
import { signInPage, staffSignInPage } from './identity/SignInPage.tsx'
import { tryPage } from './identity/TryPage.tsx'
import { applyPage } from './intake/ApplyPage.tsx'
import { checkPage } from './intake/CheckPage.tsx'
import { draftPage } from './intake/DraftPage.tsx'
import { draftsPage } from './intake/DraftsPage.tsx'
import { materialsPage } from './intake/MaterialsPage.tsx'
import { questionPage } from './intake/QuestionPage.tsx'
import { receivedPage } from './intake/ReceivedPage.tsx'
import { messagesPage } from './notification/MessagesPage.tsx'
import { messageSettingsPage } from './notification/SettingsPage.tsx'
import type { Page } from './page.ts'
import { publicationsPage } from './publication/PublicationsPage.tsx'
import { ratePage } from './rating/RatePage.tsx'
import { ratingsPage } from './rating/RatingsPage.tsx'
import { helpPage } from './region/HelpPage.tsx'
import { placePage } from './region/PlacePage.tsx'

/** Every page of the citizen side, a line each. */
export const pages: readonly Page[] = [
  homePage,
  placePage,
  signInPage,
  staffSignInPage,
  tryPage,
  signUpPage,
  enrolPage,
  elderPage,
  helpPage,
  mePage,
  delegationsPage,
  seenPage,
  itemsPage,
  entriesPage,
  stepPage,
  methodPage,
  guidePage,
  versionsPage,
  versionPage,
  publicationsPage,
  applyPage,
  draftsPage,
  draftPage,
  questionPage,
  materialsPage,
  checkPage,
  receivedPage,
  myCasesPage,
  casePage,
  correctionPage,
  progressPage,
  messagesPage,
  messageSettingsPage,
  ratePage,
  ratingsPage,
  limitsPage,
  whyPage,
]
